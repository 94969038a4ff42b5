/** Who is at the other end, read from the subject of its verified certificate (reference §5.1). */
export interface Peer {
  role: string;
  uid: number | null;
  /** The application id in managers' and agents' certificates, 0 in users'. */
  serviceLocator: number | null;
  commonName: string;
  serial: string;
}
