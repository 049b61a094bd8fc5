import { healthJson, type HealthJson } from './health-json.ts';
import type { Lab } from './ringward.ts';

export const isHealthy = ({ exitCode }: HealthJson) => exitCode === 0;

/** Healthy, and without a word about anything: what was cured may be told as over for a while. */
export const isClean = (report: HealthJson) => isHealthy(report) && report.findings.length === 0;

/** The first report that is wanted, within some time. */
export async function healthUntil(
  lab: Lab,
  seconds: number,
  isWanted: (report: HealthJson) => boolean,
): Promise<HealthJson> {
  const end = Date.now() + seconds * 1_000;
  for (;;) {
    const report = healthJson(await lab.run('health', '--format', 'json'));
    if (isWanted(report)) return report;
    if (Date.now() > end)
      throw new Error(`not within ${seconds} s: ${JSON.stringify(report, undefined, 2)}`);
  }
}
