import type { Conclusion, Report, SealReport } from '../model/report.ts';

const verdict = ({ indication, subIndication }: Conclusion): string =>
  subIndication ? `${indication} / ${subIndication}` : indication;

function describeSeal(seal: SealReport): string[] {
  const holder = seal.agency && seal.seal ? `${seal.agency.name}, ${seal.seal.kind} seal ${seal.seal.physicalCode}` : seal.field;
  const time = seal.sealedAt ? `, sealed ${seal.sealedAt}` : '';
  const reasons = seal.checks.filter((check) => check.status === 'failed' || check.status === 'indeterminate');
  return [
    `  ${verdict(seal)}: ${holder}${time}`,
    ...(seal.documentId ? [`    document ${seal.documentId}`] : []),
    ...reasons.map((check) => `    ${check.name}: ${check.detail}`),
  ];
}

/** A report as lines for a terminal: the file's verdict, then each seal with what spoke against it. */
export function describeReport(file: string, report: Report): readonly string[] {
  return [
    `${file}: ${verdict(report)}`,
    ...report.seals.flatMap(describeSeal),
    ...report.signatures.map(
      (signature) => `  signature of ${signature.signer}, not a seal of this platform: ${signature.integrity}`,
    ),
    ...report.notices.map((notice) => `  notice: ${notice.detail}`),
  ];
}
