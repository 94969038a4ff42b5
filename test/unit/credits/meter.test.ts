import { describe, expect, it, onTestFinished } from 'vitest';
import { readClocks } from '../../../director/credits/clocks.ts';
import { Meter } from '../../../director/credits/meter.ts';
import { silentLogger } from '../../../director/logging/logger.ts';
import { openStore } from '../../../director/store/store.ts';
import { FakeComputer, hourMs, minuteMs } from './fake-computer.ts';

function meterOf(computer = new FakeComputer()) {
  const store = openStore({ file: ':memory:', backups: '/nowhere', log: silentLogger });
  onTestFinished(() => store.close());
  const meter = new Meter(store, computer.read);
  meter.advance();
  return { computer, store, meter, again: () => new Meter(store, computer.read) };
}
const at = ({ here, elsewhere }: { here: number; elsewhere: number }) => ({ here, elsewhere });

describe('the meters', () => {
  it('count what ran here and elsewhere', () => {
    const { computer, meter } = meterOf();
    computer.run(hourMs);
    expect(at(meter.now())).toEqual({ here: hourMs, elsewhere: hourMs });
    computer.sleep(hourMs);
    expect(at(meter.now())).toEqual({ here: hourMs, elsewhere: 2 * hourMs });
  });

  it.each([-24 * hourMs, 24 * hourMs])('do not mind a clock set by %i ms', (jump) => {
    const { computer, meter } = meterOf();
    computer.run(minuteMs);
    computer.jump(jump);
    expect(at(meter.advance())).toEqual({ here: minuteMs, elsewhere: minuteMs });
    computer.run(minuteMs);
    expect(at(meter.advance())).toEqual({ here: 2 * minuteMs, elsewhere: 2 * minuteMs });
  });

  it('never go back, also when the clock was set back while the computer was off', () => {
    const { computer, again } = meterOf();
    computer.off(-24 * hourMs);
    expect(at(again().now())).toEqual({ here: 0, elsewhere: 0 });
  });

  it('begin at nothing when what was kept cannot be read', () => {
    const { store, again } = meterOf();
    store.settings.set('creditMeter', 'nonsense');
    expect(at(again().now())).toEqual({ here: 0, elsewhere: 0 });
  });

  it('take a pause between two looks for sleep where the system does not tell', () => {
    const { computer, meter, again } = meterOf(new FakeComputer({ tellsSleep: false }));
    computer.run(2 * minuteMs);
    expect(at(meter.advance())).toEqual({ here: 2 * minuteMs, elsewhere: 2 * minuteMs });
    computer.sleep(hourMs);
    expect(at(meter.advance())).toEqual({ here: 4.5 * minuteMs, elsewhere: hourMs + 2 * minuteMs });
    computer.run(hourMs);
    expect(at(again().now())).toEqual({ here: 4.5 * minuteMs, elsewhere: 2 * hourMs + 2 * minuteMs });
  });
});

describe("the computer's own clocks", () => {
  it('go forward and agree with each other', () => {
    const before = readClocks();
    const after = readClocks();
    expect(after.uptime).toBeGreaterThanOrEqual(before.uptime);
    expect(after.boot).toBe(before.boot);
    if (before.awake === null || after.awake === null) return;
    expect(after.awake).toBeGreaterThanOrEqual(before.awake);
    // Sleep makes the difference.
    expect(after.awake).toBeLessThanOrEqual(after.uptime + 1000);
  });
});
