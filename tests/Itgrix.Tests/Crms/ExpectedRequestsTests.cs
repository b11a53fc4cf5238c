using Itgrix.Tests.Support;

namespace Itgrix.Tests.Crms;

[TestClass]
public sealed class ExpectedRequestsTests
{
    [TestMethod]
    [DataRow("show to Bob\nfinish for Bob 200 4 s", null)]
    [DataRow("show to Bob\nhide from Alice\nfinish for Bob 200 5 s", null)]
    [DataRow(
        "show to Bob\nhide from Alice\nfinish for Bob 200 6 s", "'finish for Bob 200 4 s' does not come as request 3")]
    [DataRow("show to Bob\nfinish for Bob 304 4 s", "'finish for Bob 200 4 s' does not come as request 2")]
    [DataRow("finish for Bob 200 4 s", "'show to Bob' does not come as request 1")]
    [DataRow("show to Bob\nfinish for Bob 200 4 s\nrecord", "'record' is too much")]
    public void An_expectation_reports_differences(string requests, string? problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.bitrix24",
            "# a comment\ncall incoming 1 -> 2\nshow to Bob\n(hide from Alice)\nfinish for Bob 200 4 s\n");

        var found = ExpectedRequests.OfFile(folder.File("one.bitrix24"))[0].Difference(requests.Split('\n'));

        (found?.Split(".\n")[0]).Should().Be(problem);
    }

    [TestMethod]
    [DataRow("register for Alice\nshow to Alice\nshow to Bob\nhide from Bob", null)]
    [DataRow("register for Bob\nshow to Bob\nhide from Bob", null)]
    [DataRow("register for Alice\nshow to Bob\nshow to Alice\nhide from Bob",
        "'register for Alice, show to Alice, show to Bob | register for Bob, show to Bob' does not come as request 1")]
    [DataRow("register for Alice\nshow to Bob\nhide from Bob",
        "'register for Alice, show to Alice, show to Bob | register for Bob, show to Bob' does not come as request 1")]
    [DataRow(
        "register for Bob\nshow to Bob\nshow to Alice\nhide from Bob", "'hide from Bob' does not come as request 3")]
    public void Of_several_alternatives_one_is_matched_as_a_whole(string requests, string? problem)
    {
        using var folder = new TemporaryFolder();
        folder.Write("one.bitrix24", """
            call incoming 1 -> 2
            either
              register for Alice
              show to Alice
              show to Bob
            or
              register for Bob
              show to Bob
            hide from Bob
            """);

        var expected = ExpectedRequests.OfFile(folder.File("one.bitrix24"))[0];

        (expected.Difference(requests.Split('\n'))?.Split(".\n")[0]).Should().Be(problem);
        expected.Count("register").Should().Be(1);
    }

    [TestMethod]
    [DataRow("call in 1 answered 5 s for Bob, recorded", true)]
    [DataRow("call in 1 answered 6 s for Bob, recorded", false)]
    [DataRow("call in 2 answered 4 s for Bob, recorded", false)]
    [DataRow("call in 1 answered 4 s for Bob", false)]
    public void Only_seconds_are_compared_with_a_tolerance(string request, bool isSame) =>
        new FoundRequests([request], 1).Has(["call in 1 answered 4 s for Bob, recorded"], 0).Should().Be(isSame);
}
