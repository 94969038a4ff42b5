/** What the API needs of the Director's log (pino has this shape). Never give it a body, a cookie or a header. */
export interface ApiLog {
  debug(fields: object, text: string): void;
  info(fields: object, text: string): void;
  warn(fields: object, text: string): void;
  error(fields: object, text: string): void;
}
