namespace Itgrix.Tests.Crms;

/// <summary>The next requests, in one of the accepted orders.</summary>
internal abstract class ExpectedPart
{
    /// <summary>The number of requests of a kind: <c>register</c>.</summary>
    public abstract int Count(string verb);

    /// <param name="line"><c>show to Bob</c>, <c>show to Bob &amp; hide from Alice</c>, <c>(hide from
    /// Alice)</c>.</param>
    public static ExpectedPart OfLine(string line) => line is ['(', .. var optional, ')']
        ? new OneWay([new Line([]), new Line([optional])], line)
        : new Line(line.Split(" & "));

    public static ExpectedPart Either(IReadOnlyList<IReadOnlyList<ExpectedPart>> ways) =>
        new OneWay(
            [.. ways.Select(way => new Sequence(way))], string.Join(" | ", ways.Select(way => string.Join(", ", way))));

    /// <summary>
    /// The positions up to which the requests match, from one of these positions; none when they differ.
    /// </summary>
    public abstract IReadOnlyList<int> Ends(FoundRequests found, IReadOnlyList<int> starts);

    private sealed class Line(string[] requests) : ExpectedPart
    {
        public override int Count(string verb) =>
            requests.Count(request => request.StartsWith(verb + " ", StringComparison.Ordinal));

        public override IReadOnlyList<int> Ends(FoundRequests found, IReadOnlyList<int> starts) =>
            [.. starts.Where(start => found.Has(requests, start)).Select(start => start + requests.Length)];

        public override string ToString() => string.Join(" & ", requests);
    }

    private sealed class Sequence(IReadOnlyList<ExpectedPart> parts) : ExpectedPart
    {
        public override int Count(string verb) => parts.Sum(part => part.Count(verb));

        public override IReadOnlyList<int> Ends(FoundRequests found, IReadOnlyList<int> starts) =>
            parts.Aggregate(starts, (ends, part) => part.Ends(found, ends));
    }

    private sealed class OneWay(IReadOnlyList<ExpectedPart> ways, string text) : ExpectedPart
    {
        public override int Count(string verb) => ways.Max(way => way.Count(verb));

        public override IReadOnlyList<int> Ends(FoundRequests found, IReadOnlyList<int> starts) =>
            [.. ways.SelectMany(way => way.Ends(found, starts)).Distinct()];

        public override string ToString() => text;
    }
}
