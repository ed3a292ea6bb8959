import '@fontsource/be-vietnam-pro/400.css';
import '@fontsource/be-vietnam-pro/600.css';
import '@mantine/core/styles.css';
import '@mantine/dates/styles.css';
import './app/base.css';
import { createRoot } from 'react-dom/client';
import { App } from './app/App';
import { language } from './i18n/language';

document.documentElement.lang = language.get();
const root = document.getElementById('root');
if (!root) throw new Error('index.html has no element with the id root.');
createRoot(root).render(<App />);
