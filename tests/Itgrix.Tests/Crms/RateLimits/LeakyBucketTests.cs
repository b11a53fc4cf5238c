using Itgrix.Runtime.Crms.RateLimits;

namespace Itgrix.Tests.Crms.RateLimits;

[TestClass]
public sealed class LeakyBucketTests
{
    [TestMethod]
    public void A_burst_passes_at_once_but_leaves_a_tenth_free()
    {
        var bucket = new LeakyBucket(2, 50);

        Enumerable.Range(0, 45).Should().OnlyContain(_ => bucket.Take(TimeSpan.Zero, 1) == TimeSpan.Zero);
        bucket.Take(TimeSpan.Zero, 1).Should().Be(TimeSpan.FromSeconds(0.5));
    }

    [TestMethod]
    public void A_leaking_bucket_makes_room()
    {
        var bucket = new LeakyBucket(5, 250);
        for (var request = 0; request < 225; request++)
            bucket.Take(TimeSpan.Zero, 1);

        bucket.Take(TimeSpan.FromSeconds(0.2), 1).Should().Be(TimeSpan.Zero);
        bucket.Take(TimeSpan.FromSeconds(0.2), 1).Should().Be(TimeSpan.FromSeconds(0.2));
    }

    [TestMethod]
    public void A_full_bucket_waits_until_a_tenth_is_free()
    {
        var bucket = new LeakyBucket(2, 50);

        bucket.Refused(TimeSpan.Zero, null).Delay.Should().Be(TimeSpan.FromSeconds(3));

        bucket.Take(TimeSpan.FromSeconds(2.9), 1).Should().Be(TimeSpan.FromSeconds(0.1));
        bucket.Take(TimeSpan.FromSeconds(3), 1).Should().Be(TimeSpan.Zero);
    }

    [TestMethod]
    public void The_smallest_bucket_takes_one_at_a_time()
    {
        var bucket = new LeakyBucket(1, 2);

        bucket.Take(TimeSpan.Zero, 1).Should().Be(TimeSpan.Zero);
        bucket.Take(TimeSpan.Zero, 1).Should().Be(TimeSpan.FromSeconds(1));
        bucket.Take(TimeSpan.FromSeconds(1), 1).Should().Be(TimeSpan.Zero);
    }
}
