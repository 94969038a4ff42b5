/** Key of a service in the stores: its sid is unique within its application only. */
export function serviceKey(place: { aid: number; sid: number }): string {
  return `${place.aid}/${place.sid}`;
}

export function placeOf(key: string): { aid: number; sid: number } {
  const [aid, sid] = key.split('/').map(Number);
  return { aid: aid ?? 0, sid: sid ?? 0 };
}

/** Key of a method that only the type of the service has. */
export function methodKey(place: { aid: number; sid: number }, method: string): string {
  return `${serviceKey(place)} ${method}`;
}

export function methodOf(key: string): { aid: number; sid: number; method: string } {
  const [place = '', method = ''] = key.split(' ');
  return { ...placeOf(place), method };
}
