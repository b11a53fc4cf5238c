namespace Itgrix.Runtime.Crms;

/// <summary>How near a CRM's limits are.</summary>
/// <param name="Waiting">Requests that wait for their turn.</param>
internal sealed record CrmLimits(int Waiting)
{
    /// <summary>
    /// How full the CRM's count of our requests is, and how much it takes; <c>null</c> when it keeps none.
    /// </summary>
    public (double Level, double Most)? Bucket { get; init; }

    /// <summary>Why nothing is sent now, and until when; <c>null</c> when it is.</summary>
    public (string Reason, DateTimeOffset Until)? Block { get; init; }

    /// <summary>The working time that methods have used up, where the CRM limits it.</summary>
    public IReadOnlyList<MethodBudget> Methods { get; init; } = [];
}

/// <summary>A method's working time.</summary>
/// <param name="Used">What it has used up.</param>
/// <param name="Max">What it may use.</param>
/// <param name="Reset">When it has it back.</param>
internal sealed record MethodBudget(string Method, TimeSpan Used, TimeSpan Max, DateTimeOffset Reset)
{
    public bool IsBlocked => Used >= Max;
}
