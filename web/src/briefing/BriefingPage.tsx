export default function BriefingPage() {
  return null;
}
