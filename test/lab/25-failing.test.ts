import { testsOfFailing } from './failing-tests.ts';
import { labIn } from './ringward.ts';

testsOfFailing(labIn('failing', '127.0.58'), '4.1.10');
