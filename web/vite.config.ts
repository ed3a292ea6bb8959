import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';

const server = process.env['API_URL'] ?? 'http://127.0.0.1:5080';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The pages run under `default-src 'self'`: nothing may be inlined as a data: address.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 800,
  },
  server: {
    proxy: {
      '/api': server,
      '/hubs': { target: server, ws: true },
    },
  },
  test: {
    environment: 'node',
    include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
  },
});
