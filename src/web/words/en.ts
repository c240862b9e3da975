import type { Words } from '../words.ts';

export const en: Words = {
  language: 'en',
  pageTitle: 'Check a sealed document',
  service: 'Electronic seals',
  languageSwitch: 'Language',
  heading: 'Check a sealed document',
  lead: 'See who sealed a PDF file, when, and whether a single byte of it has changed since.',
  privacy: 'The check runs in your browser. The file never leaves your device.',
  chooseFile: 'Choose a PDF file',
  dropHint: 'or drop it here',
  chooseAnother: 'Check another file',
  checking: 'Checking the file…',
  footer:
    'This page and its way to the blockchain come from one host. If you would rather not trust it, check with the command-line tool and nodes of your own choice.',

  passed: {
    sentence: (agencies) => `Sealed by ${agencies}, and unchanged since.`,
    advice: 'Make sure that this is the agency you expect. A seal shows who sealed the file, not that what it says is true.',
  },
  verdicts: {
    NOT_A_PDF: {
      sentence: 'This is not a PDF file.',
      advice: 'Choose the PDF file that you were sent. A photo, a scan or a text document carries no electronic seal.',
    },
    FORMAT_FAILURE: {
      sentence: 'This file is damaged, or built in a way that cannot be checked.',
      advice:
        'Do not rely on it. Get the file again from where it came; an editor or a “print to PDF” breaks a seal. If it still fails, ask the agency.',
    },
    NO_SEAL_FOUND: {
      sentence: 'This file carries no electronic seal of this system.',
      advice:
        'A red seal in the picture proves nothing by itself. The file may have been printed, scanned or saved anew: ask for the original PDF file.',
    },
    HASH_FAILURE: {
      sentence: 'The file was changed after it was sealed.',
      advice: 'Do not rely on it. Ask the agency, or whoever sent it to you, for the original file.',
    },
    SIG_CRYPTO_FAILURE: {
      sentence: 'The seal in this file is not genuine.',
      advice:
        'Do not rely on it. The seal was altered, or made without the agency’s key. Show the file to the agency that it names.',
    },
    FORBIDDEN_CHANGE: {
      sentence: 'Something was added to the file after it was sealed.',
      advice: 'What you see may not be what the agency sealed. Do not rely on it; ask for the original file.',
    },
    RECORD_MISMATCH: {
      sentence: 'The seal contradicts itself.',
      advice:
        'The visible seal, the signature and the record in the file do not say the same. Do not rely on it; show it to the agency.',
    },
    CRYPTO_CONSTRAINTS_FAILURE_NO_POE: {
      sentence: 'The seal was made by a method that is too weak to be trusted.',
      advice: 'It cannot be decided whether the file is genuine. Ask the agency to seal it anew.',
    },
    TRY_LATER: {
      sentence: 'The check could not be finished: the blockchain gave no dependable answer.',
      advice: 'This says nothing about the file, good or bad. Try again in a few minutes.',
    },
    UNKNOWN_LEDGER: {
      sentence: 'The file was recorded on a ledger that this page does not know.',
      advice:
        'It may belong to another system, or to an imitation of this one. Ask the agency, by a way that you already know and not by a link in the file.',
    },
    NO_CERTIFICATE_CHAIN_FOUND: {
      sentence: 'The seal is not in the register.',
      advice: 'Anybody can make such a seal. Do not rely on the file unless the agency itself confirms it.',
    },
    NO_POE: {
      sentence: 'There is no proof that this sealing was recorded.',
      advice: 'The file has no receipt; it may have been passed on too early. Ask the agency for the finished file.',
    },
    UNRECORDED_USE: {
      sentence: 'The record that this file points to does not exist.',
      advice:
        'The seal was used without being recorded. Do not rely on the file, and tell the agency: its key may have been misused.',
    },
    SIG_CONSTRAINTS_FAILURE: {
      sentence: 'The seal, its certificate and its record do not belong together.',
      advice: 'It cannot be decided who sealed the file. Do not rely on it; ask the agency.',
    },
    OUT_OF_BOUNDS_NOT_REVOKED: {
      sentence: 'The seal’s certificate was not valid when the file was sealed.',
      advice: 'Ask the agency whether it stands by this document, and to seal it anew.',
    },
    REVOKED: {
      sentence: 'The seal was already revoked, or its key reported stolen, when this file was sealed.',
      advice: 'Do not rely on it: somebody other than the agency may have made it. Ask the agency.',
    },
    SEAL_NOT_ACTIVE: {
      sentence: 'The seal was not in force when this file was sealed.',
      advice: 'Do not rely on it. Ask the agency for a document under a seal that is in force.',
    },
    DOCUMENT_REVOKED: {
      sentence: 'The agency has withdrawn this document.',
      advice: 'The file is genuine, but it no longer counts. Ask the agency for the document that holds now.',
    },
    DOCUMENT_REPLACED: {
      sentence: 'The agency has withdrawn this document and put another in its place.',
      advice: 'The file is genuine, but it no longer counts. Ask the agency for the document that replaces it.',
    },
  },
  troubles: {
    'file-unreadable': {
      sentence: 'The browser could not read this file.',
      advice: 'It may have been moved or is open elsewhere. Choose it again; folders cannot be checked.',
    },
    'insecure-page': {
      sentence: 'This page was loaded over an unprotected connection.',
      advice: 'Browsers do not let such a page check signatures. Open it by an address that begins with https://.',
    },
    'check-not-made': {
      sentence: 'The check could not be made.',
      advice: 'This says nothing about the file, good or bad. Look to your connection, reload the page and try again.',
    },
  },
  notices: {
    'seal-suspended-later': 'The seal was suspended later. This document was sealed before that and stays valid.',
    'seal-rotated-later': 'The seal has a new key since. This document was sealed before that and stays valid.',
    'seal-retired-later': 'The seal was retired later. This document was sealed before that and stays valid.',
    'seal-revoked-later': 'The seal was revoked later. This document was sealed before that and stays valid.',
    'document-expired': 'The document’s validity has ended.',
    'later-seal-known': 'A later version of this file, with a further seal, is known. Ask for the whole file.',
    'claimed-time-differs':
      'The time written in the file differs from the recorded one by more than an hour. The recorded one counts.',
    'covers-earlier-content': 'A seal lies over earlier content of the page. Compare with the version before it.',
  },
  otherDocument: 'This file is not the document that the QR code leads to.',

  sealOf: (position, count) => (count === 1 ? 'The seal' : `Seal ${position} of ${count}`),
  sealPassed: 'Genuine, and recorded on the blockchain.',
  unconfirmed: 'As far as it could be read; not confirmed:',
  facts: {
    agency: 'Agency',
    seal: 'Seal',
    sealedAt: 'Sealed on',
    sealStatus: 'Seal now',
    documentStatus: 'Document now',
    validUntil: 'Valid until',
    reason: 'Reason',
    replacement: 'Replaced by document',
    documentId: 'Document number',
  },
  code: (code) => `code ${code}`,
  kinds: {
    official: 'Official seal',
    finance: 'Finance seal',
    contract: 'Contract seal',
    invoice: 'Invoice seal',
    approval: 'Approval seal',
  },
  sealStatuses: { active: 'In force', suspended: 'Suspended', revoked: 'Revoked', retired: 'Retired' },
  documentStatuses: { valid: 'In force', expired: 'Expired', revoked: (time) => `Withdrawn on ${time}` },
  reasons: {
    'issued-in-error': 'Issued in error',
    superseded: 'Superseded',
    'content-changed': 'Content has changed',
    withdrawn: 'Withdrawn by the agency',
    fraud: 'Fraud',
  },
  unlimited: 'No end date',

  checksSummary: (passed, all) => `What was checked: ${passed} of ${all} passed`,
  checkStatuses: { passed: 'Passed', failed: 'Failed', indeterminate: 'Undecided', 'not-made': 'Not made' },
  checks: {
    format: {
      name: 'The file is sound',
      restsOn: 'A strict reading of the whole file. What is not understood counts as damaged.',
    },
    digest: {
      name: 'The content is unchanged',
      restsOn: 'The file’s fingerprint, computed here, against the one in the seal.',
    },
    signature: {
      name: 'The signature is right',
      restsOn: 'The signature, computed here with the public key in the seal’s certificate.',
    },
    'later-changes': {
      name: 'Nothing was added afterwards',
      restsOn: 'A comparison of every version that the file holds. Only further seals may be added.',
    },
    record: {
      name: 'The seal agrees with itself',
      restsOn: 'The signed record, the signature, and the visible seal as the agency registered it, compared.',
    },
    algorithm: { name: 'The method is strong enough', restsOn: 'A fixed list of accepted methods and key lengths.' },
    ledger: {
      name: 'The blockchain answers',
      restsOn: 'The chain that this page is set up for. Its answers must agree and be final.',
    },
    receipt: {
      name: 'The receipt is of a known ledger',
      restsOn: 'The chain and contract that the receipt names, against those that this page is set up for.',
    },
    registry: { name: 'The seal is registered', restsOn: 'The register of seals on the blockchain.' },
    anchor: {
      name: 'The sealing is recorded',
      restsOn: 'The way from this document to the entry on the blockchain, computed anew; every field of the receipt.',
    },
    identity: {
      name: 'All name the same seal',
      restsOn: 'The certificate, the record, the entry and the register, compared.',
    },
    certificate: {
      name: 'The certificate was valid',
      restsOn: 'The certificate’s dates against the time of the entry.',
    },
    key: {
      name: 'The key was not reported stolen',
      restsOn: 'The key’s history on the blockchain against the time of the entry.',
    },
    'seal-status': {
      name: 'The seal was in force',
      restsOn: 'The seal’s history on the blockchain at the time of the entry.',
    },
    'document-status': {
      name: 'The document is not withdrawn',
      restsOn: 'The withdrawals on the blockchain, as of now.',
    },
  },

  foreign: {
    heading: 'Other signatures in the file',
    note: 'Not made with a seal of this system, and not judged here. The names are what the file claims.',
    integrity: { intact: 'Content unchanged', altered: 'Content changed', malformed: 'Cannot be read' },
  },

  record: {
    heading: 'The record behind the QR code',
    lead: 'The service lists this document:',
    warning: {
      sentence: 'A picture is no proof.',
      advice:
        'Anybody can copy a QR code or a red seal onto another page. This record does not show that the page in front of you is the one that was sealed. Only a check of the PDF file does.',
    },
    offer: 'Check the file',
    loading: 'Looking up the record…',
    missing: {
      sentence: 'The service knows no document with this number.',
      advice: 'The QR code may be forged or of another system. Ask the agency for the PDF file and check that.',
    },
    unavailable: {
      sentence: 'The record could not be loaded.',
      advice: 'Try again in a few minutes. A PDF file can be checked meanwhile.',
    },
  },
};
