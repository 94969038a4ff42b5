import { create } from 'zustand';
import { exactTime, relativeTime } from './format.ts';

/** One clock for all times on the page. */
const useNow = create<{ now: number }>()((set) => {
  setInterval(() => set({ now: Date.now() }), 15_000);
  return { now: Date.now() };
});

/** "3 minutes ago", with the exact time on demand. */
export function RelativeTime({ time }: { time: string }) {
  const ticked = useNow((state) => state.now);
  // The clock may have ticked before the thing happened: never "in 10 seconds".
  const now = Math.max(ticked, Date.parse(time));
  return (
    <time dateTime={time} title={exactTime(time)}>
      {relativeTime(time, now)}
    </time>
  );
}
