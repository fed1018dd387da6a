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
    chunkSizeWarningLimit: 1_500,
    reportCompressedSize: false,
  },
})
