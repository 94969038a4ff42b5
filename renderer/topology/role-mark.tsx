import classes from './topology.module.css';

/** The small square of a role: the same colour wherever the role is shown. Its name stands beside it. */
export function RoleMark({ role }: { role: string }) {
  return <span className={classes.mark} data-role={role} aria-hidden />;
}
