import fc from 'fast-check';
import type {
  CompactionStacks,
  CompactionThreads,
  ControlGroup,
  CpuPressure,
  DiskCounters,
  FileSystems,
  Pressure,
} from '../../../src/model/readings.ts';
import { counts, hundredths } from './names.ts';

const sectors = counts.map((count) => count * 512);

export function diskCounters(): fc.Arbitrary<DiskCounters> {
  const device = fc.record({
    // None is a partition of another.
    name: fc.constantFrom('sda', 'sdb', 'nvme0n1', 'nvme1n1', 'dm-0', 'md127', 'xvda1'),
    reads: counts,
    readBytes: sectors,
    readMs: counts,
    writes: counts,
    writtenBytes: sectors,
    writeMs: counts,
    ioMs: counts,
    weightedIoMs: counts,
  });
  const devices = fc.uniqueArray(device, { selector: ({ name }) => name, minLength: 1 });
  return fc.record({ devices });
}

export function pressures(): fc.Arbitrary<Pressure> {
  return fc.record({ someAvg10: hundredths(100), fullAvg10: hundredths(100) });
}

export function cpuPressures(): fc.Arbitrary<CpuPressure> {
  return fc.record({ someAvg10: hundredths(100) });
}

export function controlGroups(): fc.Arbitrary<ControlGroup> {
  const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
  return fc.record({
    path: fc.constantFrom('/', '/system.slice/cassandra.service', '/kubepods/cri:c1'),
    cpu: maybe(
      fc.record({
        limitCpus: maybe(fc.constantFrom(0.5, 1, 1.5, 48)),
        periods: counts,
        throttledPeriods: counts,
        throttledMs: counts,
      }),
    ),
    memory: maybe(
      fc.record({
        limitBytes: maybe(counts),
        usedBytes: counts,
        cacheBytes: counts,
        limitHits: counts,
        oomKills: maybe(counts),
      }),
    ),
    ioPressure: maybe(pressures()),
  });
}

export function fileSystems(): fc.Arbitrary<FileSystems> {
  const mount = fc
    .record({
      device: fc.constantFrom('/dev/sda1', 'tmpfs', 'map auto home', '/dev/mapper/vg-cassandra'),
      mount: fc.constantFrom('/', '/data of mine', '/var/lib/cassandra'),
      used: counts,
      available: counts,
    })
    .map(({ device, mount: path, used, available }) => ({
      device,
      mount: path,
      totalBytes: (used + available) * 1024,
      availableBytes: available * 1024,
    }));
  const mounts = fc.uniqueArray(mount, { selector: (each) => each.mount, minLength: 1 });
  return fc.record({ mounts });
}

export function compactionStacks(): fc.Arbitrary<CompactionStacks> {
  const frame = fc.constantFrom(
    'java.lang.Thread.sleep',
    'com.google.common.util.concurrent.RateLimiter.acquire',
    'org.apache.cassandra.db.compaction.CompactionTask$1.run',
  );
  const thread = fc.record({
    name: fc.nat({ max: 99 }).map((number) => `CompactionExecutor:${number}`),
    state: fc.constantFrom('RUNNABLE', 'WAITING (parking)', 'TIMED_WAITING (sleeping)'),
    frames: fc.array(frame, { maxLength: 12 }),
  });
  return fc.record({ threads: fc.uniqueArray(thread, { selector: ({ name }) => name }) });
}

export function compactionThreads(): fc.Arbitrary<CompactionThreads> {
  const thread = fc.record({
    tid: fc.integer({ min: 2, max: 4_000_000 }),
    name: fc.constantFrom('CompactionExecu', 'Compact..utor:1', 'CompactionExec)'),
    state: fc.constantFrom('R', 'S', 'D'),
    cpuNs: fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }),
  });
  return fc.record({ threads: fc.uniqueArray(thread, { selector: ({ tid }) => tid }) });
}
