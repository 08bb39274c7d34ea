export default function Home() {
  return (
    <form method="post" action="/buy">
      A mug, 20.00 EUR <button>Buy</button>
    </form>
  );
}
