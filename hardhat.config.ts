import { createRequire } from 'node:module';
import hardhatEthers from '@nomicfoundation/hardhat-ethers';
import hardhatIgnition from '@nomicfoundation/hardhat-ignition';
import hardhatIgnitionEthers from '@nomicfoundation/hardhat-ignition-ethers';
import { defineConfig } from 'hardhat/config';

const require = createRequire(import.meta.url);

export default defineConfig({
  plugins: [hardhatEthers, hardhatIgnition, hardhatIgnitionEthers],
  solidity: {
    version: '0.8.37',
    // The compiler comes with `npm ci`, pinned by the lock file: nothing is downloaded at build time.
    path: require.resolve('solc/soljson.js'),
    npmFilesToBuild: ['@openzeppelin/contracts/access/manager/AccessManager.sol'],
    settings: {
      // Every permissioned engine runs London; it rules out PUSH0 and MCOPY.
      evmVersion: 'london',
      optimizer: { enabled: true, runs: 10_000 },
    },
  },
  paths: {
    ignition: 'scripts/ignition',
    tests: { solidity: 'test/contracts' },
  },
  test: {
    solidity: {
      fuzz: { runs: 128 },
      invariant: { runs: 8, depth: 100, shrinkRunLimit: 100 },
    },
  },
  networks: {
    localhost: { type: 'http', chainType: 'l1', url: 'http://127.0.0.1:8545' },
  },
});
