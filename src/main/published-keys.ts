import { computeAddress, HDNodeWallet, Mnemonic } from 'ethers';
import type { Address, Hex } from '../model/identifiers.ts';

/** The chain id of Hardhat's own network: keys that everybody knows are good enough there, and nowhere else. */
export const HARDHAT_CHAIN_ID = 31337;

/** Which of the accounts whose keys Hardhat prints at every start plays which part on its chain. */
export const PUBLISHED_ACCOUNTS = { deployer: 0, admin: 1, registrar: 2, supervisor: 3, relay: 4 } as const;

const PUBLISHED_MNEMONIC = 'test test test test test test test test test test test junk';
/** Every Hardhat node funds so many accounts. */
const PUBLISHED_COUNT = 20;

export function publishedKey(index: number): Hex {
  return accounts().deriveChild(index).privateKey as Hex;
}

export const addressOf = (privateKey: Hex): Address => computeAddress(privateKey).toLowerCase() as Address;

export const isPublishedKey = (key: Hex): boolean => publishedKeys().includes(key);

export const isPublishedAccount = (address: Address): boolean => publishedKeys().some((key) => addressOf(key) === address);

const accounts = () => HDNodeWallet.fromMnemonic(Mnemonic.fromPhrase(PUBLISHED_MNEMONIC), "m/44'/60'/0'/0");

function publishedKeys(): Hex[] {
  const parent = accounts();
  return Array.from({ length: PUBLISHED_COUNT }, (_, index) => parent.deriveChild(index).privateKey as Hex);
}
