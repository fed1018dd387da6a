import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** Built into renderer/dist, which both hosts serve; `base` is relative because they serve it from different roots. */
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome148',
    outDir: 'dist',
    emptyOutDir: true,
    assetsInlineLimit: 0, // the page's policy allows no data: addresses
    chunkSizeWarningLimit: 1_500,
    reportCompressedSize: false,
  },
})
