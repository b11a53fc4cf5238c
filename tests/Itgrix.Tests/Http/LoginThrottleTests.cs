using System.Net;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;

namespace Itgrix.Tests.Http;

[TestClass]
public sealed class LoginThrottleTests
{
    private static readonly IPAddress Guesser = IPAddress.Parse("203.0.113.7"), Other = IPAddress.Parse("203.0.113.8");

    private readonly ManualTime _time = new();
    private readonly LoginThrottle _attempts;

    public LoginThrottleTests() => _attempts = new(_time, max: 3);

    [TestMethod]
    public void A_burst_of_attempts_is_allowed_then_one_per_interval()
    {
        for (var count = 0; count < 3; count++)
            _attempts.Take(Guesser).Should().BeNull();

        _attempts.Take(Guesser).Should().Be(LoginThrottle.Refill);
        _time.Advance(TimeSpan.FromSeconds(2));
        _attempts.Take(Guesser).Should().Be(LoginThrottle.Refill - TimeSpan.FromSeconds(2));
        _time.Advance(LoginThrottle.Refill - TimeSpan.FromSeconds(2));
        _attempts.Take(Guesser).Should().BeNull();
        _attempts.Take(Guesser).Should().Be(LoginThrottle.Refill, "what was refused does not make it longer");
    }

    [TestMethod]
    public void Guesses_lock_out_only_their_own_address()
    {
        while (_attempts.Take(Guesser) is null)
            continue;

        _attempts.Take(Other).Should().BeNull();
    }

    [TestMethod]
    public void Right_logins_are_never_throttled()
    {
        for (var count = 0; count < 100; count++)
        {
            _attempts.Take(Guesser).Should().BeNull();
            _attempts.GiveBack(Guesser);
        }
    }

    [TestMethod]
    public void All_IPv6_addresses_of_one_network_count_as_one()
    {
        for (var count = 0; count < 3; count++)
            _attempts.Take(IPAddress.Parse($"2001:db8:1:2::{count}")).Should().BeNull();

        _attempts.Take(IPAddress.Parse("2001:db8:1:2:ffff::1")).Should().NotBeNull();
        _attempts.Take(IPAddress.Parse("2001:db8:1:3::1")).Should().BeNull();
        _attempts.Take(IPAddress.Parse("::ffff:203.0.113.7")).Should().BeNull("that is an IPv4 address");
    }

    [TestMethod]
    public void Guesses_from_very_many_addresses_are_evicted_before_repeated_ones_of_one_address()
    {
        while (_attempts.Take(Guesser) is null)
            continue;

        for (var address = 0; address < 11_000; address++)
            _attempts.Take(new IPAddress([10, (byte)(address >> 16), (byte)(address >> 8), (byte)address]));

        _attempts.Take(Guesser).Should().NotBeNull();
    }
}
