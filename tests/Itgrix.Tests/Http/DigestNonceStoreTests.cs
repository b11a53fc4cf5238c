using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class DigestNonceStoreTests
{
    private readonly ManualTime _time = new();

    [TestMethod]
    public void Each_nonce_count_is_accepted_once_in_any_order()
    {
        var nonces = new DigestNonceStore(_time);
        var nonce = nonces.Create();

        nonces.TryUse(nonce, 1).Should().BeTrue();
        nonces.TryUse(nonce, 1).Should().BeFalse("it was sent before");
        nonces.TryUse(nonce, 4).Should().BeTrue();
        nonces.TryUse(nonce, 3).Should().BeTrue("requests overtake each other");
        nonces.TryUse(nonce, 4).Should().BeFalse();
        nonces.TryUse(nonce, 3).Should().BeFalse();
        nonces.TryUse(nonce, 200).Should().BeTrue();
        nonces.TryUse(nonce, 2).Should().BeFalse("it is too long ago to know");
        nonces.TryUse(nonce, 199).Should().BeTrue();
        nonces.TryUse(nonce, 0).Should().BeFalse("counting begins at 1");
    }

    [TestMethod]
    public void A_nonce_expires()
    {
        var nonces = new DigestNonceStore(_time);
        var nonce = nonces.Create();

        _time.Advance(DigestNonceStore.Lifetime - TimeSpan.FromSeconds(1));
        nonces.TryUse(nonce, 1).Should().BeTrue();
        _time.Advance(TimeSpan.FromSeconds(1));
        nonces.TryUse(nonce, 2).Should().BeFalse();
    }

    [TestMethod]
    public void A_forged_nonce_is_rejected()
    {
        var nonces = new DigestNonceStore(_time);
        var own = nonces.Create();
        var last = own[^1] == 'A' ? 'E' : 'A';

        nonces.TryUse(new DigestNonceStore(_time).Create(), 1).Should().BeFalse("another service made it");
        nonces.TryUse(own[..^1] + last, 1).Should().BeFalse();
        nonces.TryUse((own[0] == 'B' ? 'C' : 'B') + own[1..], 1).Should().BeFalse("its time is another");
        nonces.TryUse("", 1).Should().BeFalse();
        nonces.TryUse(new string('!', own.Length), 1).Should().BeFalse();
    }

    [TestMethod]
    public void A_nonce_is_accepted_once_however_many_are_open()
    {
        var nonces = new DigestNonceStore(_time);
        var seen = new List<string>();
        for (var number = 0; number < 12_000; number++)
        {
            seen.Add(nonces.Create());
            nonces.TryUse(seen[^1], 1).Should().BeTrue();
            _time.Advance(TimeSpan.FromMilliseconds(1));
        }

        seen.Should().NotContain(nonce => nonces.TryUse(nonce, 1));
    }
}
