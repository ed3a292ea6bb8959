import { createTheme, type MantineColorsTuple } from '@mantine/core';

const blue: MantineColorsTuple = [
  '#eaf4fb',
  '#d3e6f4',
  '#a3cbe8',
  '#70aedc',
  '#4796d2',
  '#2f87cb',
  '#1f76b8',
  '#1a669f',
  '#16588a',
  '#0e4468',
];

// Dark enough to be read on white and on its own light tint.
const red: MantineColorsTuple = [
  '#fdecea',
  '#f9d4d1',
  '#f3aaa4',
  '#ff9a91',
  '#ff8a80',
  '#d9473d',
  '#c5362c',
  '#b3261e',
  '#98190f',
  '#7a0f07',
];

export const theme = createTheme({
  primaryColor: 'blue',
  primaryShade: { light: 7, dark: 6 },
  colors: { blue, red },
  fontFamily: "'Be Vietnam Pro', 'Segoe UI', 'Noto Sans', sans-serif",
  fontFamilyMonospace: "ui-monospace, 'Cascadia Mono', 'DejaVu Sans Mono', monospace",
  headings: { fontFamily: "'Be Vietnam Pro', 'Segoe UI', 'Noto Sans', sans-serif", fontWeight: '600' },
  defaultRadius: 'md',
  autoContrast: true,
  cursorType: 'pointer',
  components: {
    Badge: { defaultProps: { tt: 'none' } },
    Modal: { defaultProps: { centered: true } },
    Tooltip: { defaultProps: { withArrow: true, openDelay: 300 } },
  },
});
