import type { PdfObject } from '../read/objects.ts';
import type { Pdf } from '../read/pdf.ts';
import { referencesIn } from '../read/references.ts';
import type { ObjectDifference } from './diff-objects.ts';
import type { Finding } from './finding.ts';

/**
 * The white list at work on one increment: every object that it brings has to be explained by one of the permitted changes.
 * What is left over is forbidden.
 */
export class Explanation {
  readonly earlier: Pdf;
  readonly later: Pdf;
  readonly findings: Finding[];
  readonly #difference: ObjectDifference;
  /** What else the earlier revision uses: see `contentReferences`. */
  readonly #content: ReadonlySet<number>;
  readonly #explained = new Set<number>();

  constructor(earlier: Pdf, later: Pdf, difference: ObjectDifference, content: ReadonlySet<number>) {
    this.earlier = earlier;
    this.later = later;
    this.findings = [...difference.findings];
    this.#difference = difference;
    this.#content = content;
  }

  isAdded(number: number): boolean {
    return this.#difference.added.has(number);
  }

  isReplaced(number: number): boolean {
    return this.#difference.replaced.has(number);
  }

  forbid(finding: Finding): void {
    this.findings.push(finding);
  }

  /** The caller has compared this object entry by entry. */
  explain(number: number): void {
    this.#explained.add(number);
  }

  /** A list or dictionary that may be an object of its own: explained unless the earlier revision uses that object otherwise, too. */
  explainHolder(value: PdfObject | undefined): void {
    if (value?.kind === 'ref' && !this.#content.has(value.number)) this.explain(value.number);
  }

  /** Everything new that `value` leads to, by way of new objects only. */
  explainTree(value: PdfObject | undefined): void {
    const pending = value ? [value] : [];
    for (let next = pending.pop(); next; next = pending.pop()) {
      for (const { number } of referencesIn(next)) {
        const isNew = this.isAdded(number) || (this.isReplaced(number) && !this.#content.has(number));
        if (!isNew || this.#explained.has(number)) continue;
        this.explain(number);
        const object = this.later.object(number);
        if (object) pending.push(object.value);
      }
    }
  }

  /** New and replaced objects that nothing explains; `filled` are new ones whose numbers the earlier revision refers to, explained or not: they change what it shows. */
  leftOver(): { readonly replaced: readonly number[]; readonly filled: readonly number[]; readonly added: readonly number[] } {
    const { added, replaced } = this.#difference;
    const unexplained = (number: number): boolean => !this.#explained.has(number);
    return {
      replaced: [...replaced].filter(unexplained),
      filled: [...added].filter((number) => this.#content.has(number)),
      added: [...added].filter((number) => unexplained(number) && !this.#content.has(number)),
    };
  }
}
