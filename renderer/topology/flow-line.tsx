import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useRef } from 'react';
import { flowLook } from './flow.ts';
import classes from './topology.module.css';

/** Distance between two dots in pixels; one turn of the animation moves by it. */
const distance = 16;

/** A way that requests take. Dots run along it, quicker and thicker the more there are; it stands still when there are none. */
export function FlowLine({ d, rate }: { d: string; rate: number }) {
  const dots = useRef<SVGPathElement>(null);
  const animation = useRef<Animation | null>(null);
  const still = useReducedMotion();
  const { width, speed } = flowLook(rate);

  useEffect(() => {
    if (still || !dots.current) return;
    const frames = [{ strokeDashoffset: distance }, { strokeDashoffset: 0 }];
    const running = dots.current.animate(frames, { duration: 1000, iterations: Number.POSITIVE_INFINITY });
    animation.current = running;
    return () => {
      animation.current = null;
      running.cancel();
    };
  }, [still]);

  // The rate changes every two seconds: the running animation is made slower or quicker, as a new one would jump.
  useEffect(() => {
    if (speed === 0) animation.current?.pause();
    else {
      animation.current?.updatePlaybackRate(speed);
      animation.current?.play();
    }
  }, [speed]);

  return (
    <>
      <path d={d} className={classes.way} />
      <path
        ref={dots}
        d={d}
        className={classes.dots}
        data-flowing={speed > 0 || undefined}
        style={{ strokeWidth: width, strokeDasharray: `0 ${distance}` }}
      />
    </>
  );
}
