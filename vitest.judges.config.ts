import { defineConfig } from 'vitest/config';

/** Programs that are not ours judge our files: poppler, qpdf, OpenSSL, pyHanko. `.ci/run` installs them; a missing one is a failure. */
export default defineConfig({
  test: { include: ['test/judges/*.judge.ts'], testTimeout: 120_000, hookTimeout: 120_000 },
});
