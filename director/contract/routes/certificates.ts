import { z } from 'zod';
import { certificate, certificateFormat } from '../certificate.ts';
import { defineRoutes } from '../route.ts';

/** Certificates of users, managers and agents. */
export const certificatesRoutes = defineRoutes({
  getAuthority: {
    method: 'GET',
    path: '/api/certificates/authority',
    audience: 'public',
    summary: "The authority's own certificate (ca_cert.pem)",
    answers: 'text',
  },
  listCertificates: {
    method: 'GET',
    path: '/api/certificates',
    audience: 'user',
    summary: 'Certificates of the caller and of their managers and agents, newest first',
    response: z.array(certificate),
  },
  listAllCertificates: {
    method: 'GET',
    path: '/api/all-certificates',
    audience: 'administrator',
    summary: 'Certificates of everybody, newest first',
    response: z.array(certificate),
  },
  issueCertificate: {
    method: 'POST',
    path: '/api/certificates',
    audience: 'user',
    summary: 'Make a key and a certificate for the caller',
    body: z.object({ format: certificateFormat, passphrase: z.string().min(8).max(256).optional() }),
    answers: 'file',
  },
  issueCertificateByPassword: {
    method: 'POST',
    path: '/api/certificates/by-password',
    audience: 'public',
    summary: 'Make a key and a certificate for who knows the password: what a new command line begins with',
    body: z.object({ username: z.string().max(256), password: z.string().max(256) }),
    answers: 'file',
  },
  revokeCertificate: {
    method: 'POST',
    path: '/api/certificates/:serial/revoke',
    audience: 'user',
    summary: "Withdraw a certificate: the own, or as administrator any user's",
    params: z.object({ serial: z.string().max(64) }),
    response: certificate,
  },
});
