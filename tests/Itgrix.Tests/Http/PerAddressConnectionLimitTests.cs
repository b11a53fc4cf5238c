using System.Net;
using Itgrix.Runtime.Http;
using Itgrix.Tests.Support;
using Microsoft.AspNetCore.Connections;

namespace Itgrix.Tests.Http;

/// <summary>Distribution of connections among many clients.</summary>
[TestClass]
public sealed class PerAddressConnectionLimitTests
{
    private readonly TaskCompletionSource _over = new();
    private readonly PerAddressConnectionLimit _share = new(max: 3, maxOutside: 5);

    [TestMethod]
    public async Task Connections_are_limited_per_address_and_some_are_reserved_for_this_machine()
    {
        var first = Enumerable.Range(0, 4).Select(_ => ConnectAsync("203.0.113.1")).ToList();
        var second = Enumerable.Range(0, 4).Select(_ => ConnectAsync("203.0.113.2")).ToList();
        var here = Enumerable.Range(0, 4).Select(_ => ConnectAsync("127.0.0.1")).ToList();

        Count(first).Should().Be(3);
        Count(second).Should().Be(2, "five in all are from outside");
        Count(here).Should().Be(3);

        _over.SetResult();
        await Task.WhenAll([.. first, .. second, .. here]);
        var again = ConnectAsync("203.0.113.3");
        (await again).Should().BeTrue("all others are gone");
    }

    // The connections that stay open.
    private static int Count(IEnumerable<Task<bool>> connections) => connections.Count(one => !one.IsCompleted);

    private async Task<bool> ConnectAsync(string address)
    {
        var isIn = false;
        var connection = new DefaultConnectionContext { RemoteEndPoint = new IPEndPoint(IPAddress.Parse(address), 1) };
        await _share.Before(async _ =>
        {
            isIn = true;
            await _over.Task;
        })(connection);
        return isIn;
    }
}
