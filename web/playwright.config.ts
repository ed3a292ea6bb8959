import { defineConfig } from '@playwright/test';

const isRoot = process.getuid?.() === 0;

// Runs against a demo that is already there: E2E_DEMO names its demo.json.
export default defineConfig({
  testDir: 'e2e',
  timeout: 90_000,
  expect: { timeout: 15_000 },
  workers: 1,
  reporter: process.env['PLAYWRIGHT_JSON_OUTPUT_NAME'] ? [['list'], ['json']] : [['list']],
  use: {
    locale: 'vi-VN',
    // Another zone than the province's on purpose: the pages must not care.
    timezoneId: 'America/New_York',
    viewport: { width: 1366, height: 768 },
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: process.env['E2E_CHROMIUM'] ?? '/usr/bin/chromium',
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
});
