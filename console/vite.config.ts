import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { budget } from './build/budget.ts'
import { precompress } from './build/precompress.ts'

/** Where `vite` (development only) finds the API: a Bongsu server started beside it. */
const api = `http://127.0.0.1:${process.env.BONGSU_PORT ?? 8600}`

export default defineConfig({
  plugins: [react(), budget({ initialKb: 250, forbidden: ['/zod/', '/@codemirror/', '/echarts/'] }), precompress()],
  build: {
    target: 'es2023',
    // Fonts stay files: a data URL would defeat unicode-range, which loads only what a page shows.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    license: { fileName: 'licenses.md' },
    chunkSizeWarningLimit: 700,
  },
  server: {
    port: Number(process.env.BONGSU_CONSOLE_PORT ?? 5173),
    proxy: { '/api': api, '/docs': api, '/ws': { target: api.replace('http', 'ws'), ws: true } },
  },
})
