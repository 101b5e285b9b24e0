/** One run of icloudpd, as its lines tell it: what came, what was there, what failed, and whether it got to its end. */
import { type IcloudpdEvent, icloudpdEvent } from '../../../programs/icloudpdLine.ts';
import { photoOf } from '../../../sources/icloudpd/icloudName.ts';

export interface DownloadPorts {
  /** A file is here. @param path within the folder that it downloads into */
  came(path: string): void;
  /** It was there from before. @param path undefined where its line has cut the path short */
  wasThere(path: string | undefined): void;
  failed(path: string, message: string): void;
  note(text: string): void;
}

/** Told once for each reason: it waits and tries again for hours where Apple slows it down. */
const MOST_NOTES = 5;
const MOST_TROUBLES = 20;

export class Download {
  readonly #ports: DownloadPorts;
  readonly #directory: string;
  /** Being fetched just now. */
  #fetching: string | undefined;
  /** Folder and photo of the last line that named one. */
  #photo = '';
  #notes = 0;
  /** Photos that it is going to look at; 0 while that isn't known. */
  total = 0;
  /** Photos that it has come to. */
  seen = 0;
  /** By what the person chose. */
  leftOut = 0;
  /** It went through everything. */
  isOver = false;
  needsSignIn = false;
  /** In its own words; of one that it did not get over, the last. */
  readonly troubles: string[] = [];

  /** @param directory as it was given to it */
  constructor(directory: string, ports: DownloadPorts) {
    this.#directory = directory;
    this.#ports = ports;
  }

  /** Whether it is at this photo just now, of which some may still be to come. @param photo folder and name */
  isAt(photo: string): boolean {
    return this.#photo === photo;
  }

  hear(line: string): void {
    const event = icloudpdEvent(line);
    if (event != null) this.#take(event);
  }

  /** After its last line. */
  ended(): void {
    this.#giveUp('icloudpd ended before it was here');
    this.#photo = '';
  }

  #take(event: IcloudpdEvent): void {
    switch (event.type) {
      case 'total':
        // Also where it begins anew.
        this.total = event.count;
        this.seen = 0;
        this.leftOut = 0;
        return;
      case 'downloading':
        this.#giveUp('icloudpd went on without it');
        this.#fetching = this.#within(event.path);
        this.#at(this.#fetching);
        return;
      case 'downloaded': {
        const path = this.#within(event.path);
        // A path that is cut short is the one that it had begun with.
        const came = path.includes('...') ? this.#fetching : path;
        this.#fetching = undefined;
        if (came != null) this.#ports.came(came);
        return;
      }
      case 'there': {
        this.#giveUp('icloudpd went on without it');
        const path = this.#within(event.path);
        this.#at(path);
        this.#ports.wasThere(path.includes('...') ? undefined : path);
        return;
      }
      case 'failed':
        this.#fail(event.name, event.why);
        return;
      case 'left-out':
        this.leftOut++;
        this.seen++;
        return;
      case 'waiting':
        if (++this.#notes <= MOST_NOTES) this.#ports.note(`icloudpd: ${event.text}`);
        return;
      case 'sign-in':
        this.needsSignIn = true;
        return;
      case 'trouble':
        if (this.troubles.length === MOST_TROUBLES) this.troubles.shift();
        this.troubles.push(event.text);
        return;
      case 'over':
        this.isOver = true;
    }
  }

  /** Its files come one after the other. */
  #at(path: string): void {
    const photo = photoOf(path);
    if (photo !== this.#photo) this.seen++;
    this.#photo = photo;
  }

  #fail(name: string | undefined, why: string): void {
    const path = this.#fetching ?? (name == null ? '' : this.#within(name));
    this.#fetching = undefined;
    this.#ports.failed(path, why);
  }

  #giveUp(why: string): void {
    if (this.#fetching != null) this.#fail(undefined, why);
  }

  #within(path: string): string {
    const plain = path.replaceAll('\\', '/');
    return plain.startsWith(`${this.#directory}/`) ? plain.slice(this.#directory.length + 1) : plain;
  }
}
