import { sameEntry, type XrefEntry } from '../read/xref.ts';
import type { Finding } from './finding.ts';
import type { Increment } from './split-increments.ts';

/** Numbers of the objects that an increment brings. */
export interface ObjectDifference {
  readonly added: ReadonlySet<number>;
  readonly replaced: ReadonlySet<number>;
  readonly findings: readonly Finding[];
}

/** What the increment's cross-reference section changes. Entries that are the same name the same bytes: nothing else of an object need be compared. */
export function diffObjects(increment: Increment): ObjectDifference {
  const added = new Set<number>();
  const replaced = new Set<number>();
  const findings: Finding[] = [];
  for (const [number, entry] of increment.section.entries) {
    const before = increment.earlier.xref.get(number) ?? { kind: 'free' };
    if (sameEntry(before, entry)) continue;
    if (entry.kind === 'free') findings.push({ code: 'object-freed', detail: `object ${number} was removed` });
    else if (!isInIncrement(increment, entry))
      findings.push({ code: 'object-repointed', detail: `object ${number} was made to lead to earlier bytes` });
    else (before.kind === 'free' ? added : replaced).add(number);
  }
  return { added, replaced, findings };
}

function isInIncrement({ earlier, later }: Increment, entry: Exclude<XrefEntry, { kind: 'free' }>): boolean {
  const inFile = entry.kind === 'in-file' ? entry : later.xref.get(entry.container);
  return inFile?.kind === 'in-file' && inFile.offset >= earlier.end;
}
