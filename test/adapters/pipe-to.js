// Stands in for `ssh -W` in tests: standard input and output are a connection to 127.0.0.1:PORT.
import { connect } from 'node:net';

const socket = connect({ host: '127.0.0.1', port: Number(process.argv[2]) });
socket.once('error', ({ message }) => {
  process.stderr.write(`Warning: something else first\n${message}\n`);
  process.exit(255);
});
process.stdin.pipe(socket).pipe(process.stdout);
