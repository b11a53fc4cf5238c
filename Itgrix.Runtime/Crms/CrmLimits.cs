namespace Itgrix.Runtime.Crms;

/// <summary>How close the service is to a CRM's limits.</summary>
/// <param name="Waiting">The number of queued requests.</param>
internal sealed record CrmLimits(int Waiting)
{
    /// <summary>
    /// The level and the capacity of the CRM's counter of our requests; <c>null</c> when the CRM has no such counter.
    /// </summary>
    public (double Level, double Most)? Bucket { get; init; }

    /// <summary>Why nothing is sent now, and until when; <c>null</c> when requests are sent.</summary>
    public (string Reason, DateTimeOffset Until)? Block { get; init; }

    /// <summary>The working time used by methods, where the CRM limits it.</summary>
    public IReadOnlyList<MethodBudget> Methods { get; init; } = [];
}

/// <summary>The working time of a method.</summary>
/// <param name="Used">The time used.</param>
/// <param name="Max">The maximum.</param>
/// <param name="Reset">When used time becomes available again.</param>
internal sealed record MethodBudget(string Method, TimeSpan Used, TimeSpan Max, DateTimeOffset Reset)
{
    public bool IsBlocked => Used >= Max;
}
