import type { LedgerReader, LedgerSnapshot } from '../../src/ledger/read/port.ts';

/**
 * One snapshot of a real chain, every answer of which is remembered: thousands of verifications then ask the chain no more than
 * one does.
 */
export function cachedLedger(ledger: LedgerReader): LedgerReader {
  const snapshot = ledger.snapshot().then(cachedSnapshot);
  return { snapshot: () => snapshot };
}

function cachedSnapshot(real: LedgerSnapshot): LedgerSnapshot {
  const answers = new Map<string, Promise<unknown>>();
  const once = <Answer>(question: readonly unknown[], ask: () => Promise<Answer>): Promise<Answer> => {
    const key = JSON.stringify(question);
    const known = answers.get(key) ?? ask();
    answers.set(key, known);
    return known as Promise<Answer>;
  };
  return {
    block: real.block,
    time: real.time,
    agency: (agencyId) => once(['agency', agencyId], () => real.agency(agencyId)),
    agencies: () => once(['agencies'], () => real.agencies()),
    seal: (sealId) => once(['seal', sealId], () => real.seal(sealId)),
    seals: (agencyId) => once(['seals', agencyId], () => real.seals(agencyId)),
    anchor: (sealId, root) => once(['anchor', sealId, root], () => real.anchor(sealId, root)),
    revocation: (sealId, leaf) => once(['revocation', sealId, leaf], () => real.revocation(sealId, leaf)),
  };
}
