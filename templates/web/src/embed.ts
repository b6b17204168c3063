// The script that pages of others load, embed.js: it lets frames take the height of their charts.
import { listen } from './host';

listen();
