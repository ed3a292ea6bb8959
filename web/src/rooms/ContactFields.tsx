import { Group, TextInput } from '@mantine/core';
import { t } from '../i18n/language';
import { fieldError } from '../ui/errorText';

/** Who is written to and called there, as it is being typed. */
export interface Contact {
  contactName: string;
  mail: string;
  phone: string;
}

type StoredContact = { [member in keyof Contact]: string | null };

export const contactOf = (stored: StoredContact | null): Contact => ({
  contactName: stored?.contactName ?? '',
  mail: stored?.mail ?? '',
  phone: stored?.phone ?? '',
});

/** As it is sent: an emptied field says that there is nobody. */
export const contactRequestOf = (contact: Contact): Contact => ({
  contactName: contact.contactName.trim().normalize('NFC'),
  mail: contact.mail.trim(),
  phone: contact.phone.trim(),
});

interface ContactFieldsProps {
  contact: Contact;
  onChange: (contact: Contact) => void;
  problem: unknown;
}

/** The contact of a unit, site or room: where invitations go, and whom to call. */
export function ContactFields({ contact, onChange, problem }: ContactFieldsProps) {
  const field = (member: keyof Contact) => ({
    label: `${t(`contact.${member}`)} (${t('word.optional')})`,
    value: contact[member],
    error: fieldError(problem, member),
    onChange: (event: { currentTarget: { value: string } }) =>
      onChange({ ...contact, [member]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput
        {...field('mail')}
        type="email"
        description={t('contact.mailHint')}
        placeholder="vanthu.xadienkhanh@khanhhoa.gov.vn"
        maxLength={254}
        spellCheck={false}
      />
      <Group grow align="flex-start">
        <TextInput {...field('contactName')} maxLength={100} />
        <TextInput {...field('phone')} type="tel" maxLength={40} />
      </Group>
    </>
  );
}

/** A contact in a list. */
export function ContactNote({ contact }: { contact: StoredContact }) {
  return (
    <>
      {contact.mail}
      <small>{[contact.contactName, contact.phone].filter(Boolean).join(' · ')}</small>
    </>
  );
}
