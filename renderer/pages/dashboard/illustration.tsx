import classes from './dashboard.module.css';

/** A picture of the idea: visitors, a proxy, and servers behind it, inside a shell. */
export function Illustration() {
  return (
    <svg viewBox="0 0 320 220" className={classes.illustration} aria-hidden="true">
      <path
        className={classes.shell}
        d="M176 8c76 14 126 52 126 106 0 56-50 92-126 98-76-6-126-42-126-98C50 60 100 22 176 8Z"
      />
      <g className={classes.wires}>
        <path d="M36 112H112" />
        <path d="M152 112C186 112 186 66 220 66M152 112C186 112 186 112 220 112M152 112C186 112 186 158 220 158" />
      </g>
      <g className={classes.pulse}>
        <path d="M36 112H112" />
        <path d="M152 112C186 112 186 66 220 66M152 112C186 112 186 112 220 112M152 112C186 112 186 158 220 158" />
      </g>
      <circle cx="24" cy="112" r="12" className={classes.visitor} />
      <rect x="112" y="92" width="40" height="40" rx="10" className={classes.proxy} />
      <rect x="220" y="50" width="52" height="32" rx="8" className={classes.web} />
      <rect x="220" y="96" width="52" height="32" rx="8" className={classes.backend} />
      <rect x="220" y="142" width="52" height="32" rx="8" className={classes.backend} />
    </svg>
  );
}
