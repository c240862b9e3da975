import type { NetworkFile } from '../model/network.ts';
import type { Report } from '../model/report.ts';
import { startPage } from '../web/page.ts';

/**
 * The page's verifier. It is loaded with the first file, reads the network file beside the page, and asks the chain through
 * the door on the same host. Nothing of the file goes into a request but what the chain must be asked for.
 */
async function verify(bytes: Uint8Array): Promise<Report> {
  const [{ verifyDocument }, { createLedgerReader }, network] = await Promise.all([
    import('../verification/verify-document.ts'),
    import('../ledger/read/ethers-reader.ts'),
    loadNetwork(),
  ]);
  return verifyDocument(bytes, { network, ledger: createLedgerReader(network) });
}

/** One door, one node: whoever wants several independent ones uses the CLI. */
async function loadNetwork(): Promise<NetworkFile> {
  const response = await fetch('/network.json', { headers: { accept: 'application/json' } });
  if (!response.ok) throw new Error(`/network.json answered ${response.status}`);
  const network = (await response.json()) as NetworkFile;
  return { ...network, rpcUrls: [new URL('/rpc', location.origin).href], quorum: 1 };
}

startPage(verify);
