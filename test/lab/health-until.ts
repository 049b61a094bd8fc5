import { healthJson, type HealthJson } from './health-json.ts';
import type { labIn } from './ringward.ts';

/** The first report that is wanted, within some time. */
export async function healthUntil(
  lab: ReturnType<typeof labIn>,
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
