import { MantineProvider } from '@mantine/core';
import { DatesProvider } from '@mantine/dates';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import dayjs from 'dayjs';
import 'dayjs/locale/vi';
import customParseFormat from 'dayjs/plugin/customParseFormat';
import { BrowserRouter } from 'react-router';
import { ApiError } from '../api/problem';
import { useLanguage } from '../i18n/language';
import { CrashBoundary } from './CrashBoundary';
import { Pages } from './Pages';
import { SessionProvider } from './session';
import { Starting } from './Starting';
import { theme } from './theme';

dayjs.extend(customParseFormat);

const client = new QueryClient({
  defaultOptions: {
    queries: {
      // A refusal stays a refusal; only silence is worth asking again.
      retry: (count, error) =>
        error instanceof ApiError && (error.status === 0 || error.status >= 500) && count < 2,
      staleTime: 5_000,
    },
  },
});

export function App() {
  const language = useLanguage();
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <DatesProvider settings={{ locale: language, firstDayOfWeek: 1, weekendDays: [0, 6] }}>
        <QueryClientProvider client={client}>
          <CrashBoundary>
            <SessionProvider>
              {({ session, unreachable }) =>
                session ? (
                  <BrowserRouter>
                    <Pages session={session} />
                  </BrowserRouter>
                ) : (
                  <Starting unreachable={unreachable} />
                )
              }
            </SessionProvider>
          </CrashBoundary>
        </QueryClientProvider>
      </DatesProvider>
    </MantineProvider>
  );
}
