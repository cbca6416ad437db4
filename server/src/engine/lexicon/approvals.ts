import { names } from './names.ts';

/** Last path segments of operations that approve what somebody else has asked for. */
export const approvingActions = names('approvals/approvingActions', {
  at: 'whole',
  form: 'as written',
  en: 'approve, approval, approvals',
});
