namespace StormDetect.Core.Detection.MailAccess;

/// <summary>The stable names of reasons.</summary>
internal static class ReasonCodes
{
    /// <summary>Hard facts are a class of their own: no statistics are needed to see that they do not belong.</summary>
    public const string HardPrefix = "HardFact.";

    public const string PathUnseenInTenant = HardPrefix + "PathNeverSeenInTenant";
    public const string PathNewForMailboxes = "PathNewForMailboxes";
    public const string PathKnownNetwork = "KnownNetwork";
    public const string NetworkNew = "NetworkNew";
    public const string NetworkNewForMailbox = "NetworkNewForMailbox";
    public const string Volume = "Volume";
    public const string BurstFromNewNetwork = HardPrefix + "BurstFromNewNetwork";
    public const string SessionOnTwoNetworks = HardPrefix + "SessionOnTwoNetworks";
    public const string SessionMoved = "SessionMoved";
    public const string ProgramNew = "ProgramNew";
    public const string UnusualHours = "UnusualHours";
    public const string NewFolderSync = "NewFolderSync";
    public const string NewDelegate = "NewDelegate";
    public const string NewAdmin = "NewAdmin";
    public const string NewDelegateOnPriority = HardPrefix + "NewDelegateOnPriorityMailbox";
    public const string NetworkOverMailboxes = "SameNetworkOverMailboxes";
    public const string ActorOverMailboxes = "SameActorOverMailboxes";
    public const string ActorInOneDay = "SameActorInOneDay";
    public const string NetworkFar = "NetworkFar";
    public const string PathMoved = "PathMoved";
    public const string WithOtherClient = "WithOtherClient";
    public const string StoryGoesOn = "StoryGoesOn";
    public const string OneOfMany = "OneOfMany";
    public const string RelatedStory = "RelatedStory";
    public const string PriorityMailbox = "PriorityMailbox";

    /// <summary>With the name of a group of activities: what else the same actor did.</summary>
    public const string AlsoPrefix = "Also";
}
