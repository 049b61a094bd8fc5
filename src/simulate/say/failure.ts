import { isFrom } from './release.ts';
import type { Answer } from './answer.ts';

/** Where nodetool was sent. */
export interface JmxPlace {
  readonly host: string;
  readonly port: number;
}

/** The process is not there. JDK 8 to 11 say it twice. */
export function sayConnectionRefused(place: JmxPlace, isJava8to11 = false): Answer {
  const why = `Connection refused${isJava8to11 ? ' (Connection refused)' : ''}`;
  return sayNotConnected(place, 'ConnectException', why);
}

/** Up to 3.0 a refused login is an error like any other; later it is a failure to connect. */
export function sayBadPassword(place: JmxPlace, release: string): Answer {
  const why = 'Authentication failed! Invalid username or password';
  if (isFrom(release, 3, 11)) return sayNotConnected(place, 'SecurityException', why);
  const frame = 'com.sun.jmx.remote.security.JMXPluggableAuthenticator.authenticationFailure';
  return sayError(why, 'java.lang.SecurityException', frame);
}

function sayNotConnected({ host, port }: JmxPlace, exception: string, why: string): Answer {
  const line = `nodetool: Failed to connect to '${host}:${port}' - ${exception}: '${why}'.`;
  return { code: 1, stdout: '', stderr: `${line}\n` };
}

/** A command that the version does not have, with all that followed it. */
export function sayUnknownCommand(args: readonly string[]): Answer {
  return sayUnexpectedParameters(args);
}

/** No words of Cassandra's: a real node may well have the command. */
export function sayNotSimulated(command: string): Answer {
  const why = `the simulated cluster does not have \`nodetool ${command}\` with these arguments; a real node may`;
  return { code: 1, stdout: '', stderr: `${why}\n` };
}

/** Complaints about arguments are printed on stdout. */
export function sayUnexpectedParameters(parameters: readonly string[]): Answer {
  const lines = [
    `nodetool: Found unexpected parameters: [${parameters.join(', ')}]`,
    "See 'nodetool help' or 'nodetool help <command>'.",
  ];
  return { code: 1, stdout: `${lines.join('\n')}\n`, stderr: '' };
}

/** The process runs, but its beans are not there yet. */
export function sayNotInitialized(release: string): Answer {
  const bean = 'org.apache.cassandra.db:type=StorageService';
  if (!isFrom(release, 5, 0)) {
    const frame =
      'com.sun.jmx.interceptor.DefaultMBeanServerInterceptor.getMBean(DefaultMBeanServerInterceptor.java:1083)';
    return sayError(bean, 'javax.management.InstanceNotFoundException', frame);
  }
  const why =
    'java.lang.IllegalArgumentException: Server is not initialized yet, cannot run nodetool.';
  const frames = ['err(NodeTool.java:319)', 'execute(NodeTool.java:282)', 'main(NodeTool.java:85)'];
  const trace = frames.map((frame) => `\tat org.apache.cassandra.tools.NodeTool.${frame}\n`);
  const stderr = `Exception in thread "main" ${why}\n${trace.join('')}`;
  return { code: 1, stdout: '', stderr };
}

/** A node that has drained has no threads left that could ask its peers for their schema. */
export function sayExecutorTerminated(stdout: string): Answer {
  const exception = 'java.util.concurrent.RejectedExecutionException';
  const frame =
    'io.netty.util.concurrent.SingleThreadEventExecutor.reject(SingleThreadEventExecutor.java:926)';
  return { ...sayError('event executor terminated', exception, frame), stdout };
}

/** Any other failure: one frame stands for the whole trace. */
export function sayError(why: string, exception: string, frame: string): Answer {
  const lines = [`error: ${why}`, '-- StackTrace --', `${exception}: ${why}`, `\tat ${frame}`];
  return { code: 2, stdout: '', stderr: `${lines.join('\n')}\n\n` };
}
