import { defineConfig } from 'vite';

/** The page, from src/web to dist/web. */
export default defineConfig({
  root: 'src/web',
  resolve: { conditions: ['browser', 'module', 'import', 'default'] },
  build: {
    outDir: '../../dist/web',
    emptyOutDir: true,
    target: 'es2022',
    // The page's Content-Security-Policy allows neither inline scripts nor data: assets other than images.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
