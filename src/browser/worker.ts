/** The script of a worker: started by {@link createWorkerRepairer}, or by a page that bundles `ungarble/worker` itself. */
import type { Port } from "./messages.js";
import { serve } from "./serve.js";

serve(self as unknown as Port);
