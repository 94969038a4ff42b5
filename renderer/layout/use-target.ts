import { useLocation } from 'wouter';
import { targetOf } from '../routes.ts';

/** The application and the service that the page is about. */
export function useTarget(): { aid?: number; sid?: number } {
  const [location] = useLocation();
  return targetOf(location);
}
