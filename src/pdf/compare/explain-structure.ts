import type { Explanation } from './explanation.ts';
import type { Increment } from './split-increments.ts';

/** The increment's own cross-reference stream and object streams. An object stream may hold only what the section names: a member without an entry is seen by some readers only. */
export function explainStructure(explanation: Explanation, { later, section }: Increment): void {
  const containers = new Set<number>();
  for (const [number, entry] of section.entries) {
    if (entry.kind === 'in-file' && section.spans.some((span) => span.start === entry.offset)) explanation.explain(number);
    if (entry.kind === 'in-stream' && explanation.isAdded(entry.container)) containers.add(entry.container);
  }
  for (const container of containers) {
    explanation.explain(container);
    explanation.explainTree(later.object(container)?.value);
    later.objectStream(container).members.forEach((member, index) => {
      const entry = section.entries.get(member.number);
      if (entry?.kind !== 'in-stream' || entry.container !== container || entry.index !== index)
        explanation.forbid({
          code: 'unaccounted-bytes',
          detail: `the object stream ${container} holds object ${member.number}, which the cross-reference section does not name there`,
        });
    });
  }
}
