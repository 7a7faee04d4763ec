using System;
using System.Collections.Generic;

namespace StormDetect.Core;

/// <summary>
/// Public names of applications that are seen reading mail. For display only: a name never makes a finding weaker, because Storm-0558 used
/// Microsoft's own applications. A curated subset of merill/microsoft-info (MIT, (c) 2023 Merill Fernando), state of 2026-08.
/// </summary>
internal static class KnownApplications
{
    private static readonly Dictionary<string, string> s_names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["00000002-0000-0ff1-ce00-000000000000"] = "Office 365 Exchange Online",
        ["00000003-0000-0000-c000-000000000000"] = "Microsoft Graph",
        ["9199bf20-a13f-4107-85dc-02114787ef48"] = "One Outlook Web",
        ["5d661950-3475-41cd-a2c3-d671a3162bc1"] = "Microsoft Outlook",
        ["d3590ed6-52b3-4102-aeff-aad2292ab01c"] = "Microsoft Office",
        ["27922004-5251-4030-b22d-91ecd9a37ea4"] = "Outlook Mobile",
        ["e9b154d0-7658-433b-bb25-6b8e0a8a7c59"] = "Outlook Lite",
        ["47629505-c2b6-4a80-adb1-9b3a3d233b7b"] = "Microsoft Exchange Web Services",
        ["fe93bfe1-7947-460a-a5e0-7a5906b51360"] = "Exchange Online",
        ["1150aefc-07de-4228-b2b2-042a536703c0"] = "Exchange Online",
        ["82d8ab62-be52-a567-14ea-1616c4ee06c4"] = "Exchange Online",
        ["a3883eba-fbe9-48bd-9ed3-dca3e0e84250"] = "Exchange Online",
        ["d396de1f-10d4-4023-aae2-5bb3d724ba9a"] = "Exchange Online",
        ["34421fbe-f100-4e5b-9c46-2fea25aa7b88"] = "Exchange Online",
        ["1fec8e78-bce4-4aaf-ab1b-5451cc387264"] = "Microsoft Teams",
        ["5e3ce6c0-2b1f-4285-8d4b-75ee78787346"] = "Microsoft Teams Web Client",
        ["cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"] = "Microsoft Teams Services",
        ["bc59ab01-8403-45c6-8796-ac3ef710b3e3"] = "Outlook Online Add-in App",
        ["13937bba-652e-4c46-b222-3003f4d1ff97"] = "Substrate Context Service",
        ["98db8bd6-0cc0-4e67-9de5-f187f1cd1b41"] = "Microsoft Substrate Management",
        ["66a88757-258c-4c72-893c-3e8bed4d6899"] = "Office 365 Search Service",
        ["26a7ee05-5602-4d76-a7ba-eae8b7b67941"] = "Windows Search",
        ["b669c6ea-1adf-453f-b8bc-6d526592b419"] = "Focused Inbox",
        ["20a11fe0-faa8-4df5-baf2-f965f8f9972e"] = "ContactsInferencingEmailProcessor",
        ["35d54a08-36c9-4847-9018-93934c62740c"] = "PeoplePredictions",
        ["3c896ded-22c5-450f-91f6-3d1ef0848f6e"] = "WeveEngine",
        ["7ae974c5-1af7-4923-af3a-fb1fd14dcb7e"] = "OutlookUserSettingsConsumer",
        ["d9b8ec3a-1e4e-4e08-b3c2-5baf00c0fcb0"] = "HxService",
        ["51be292c-a17e-4f17-9a7e-4b661fb16dd2"] = "Exchange ProtectedServiceHost",
        ["00000007-0000-0ff1-ce00-000000000000"] = "Microsoft Exchange Online Protection",
        ["9e5d84af-8971-422f-968a-354cd675ae5b"] = "ComplianceAuthServer",
        ["92876b03-76a3-4da8-ad6a-0511ffdf8647"] = "M365PurvieweDiscoveryInfra",
        ["a150d169-7d37-47dd-9b20-156207b7b02f"] = "MIP Exchange Solutions",
        ["fb78d390-0c51-40cd-8e17-fdbfab77341b"] = "Exchange Online PowerShell",
        ["497effe9-df71-4043-a8bb-14cf78c4b63b"] = "Exchange admin center",
        ["00000006-0000-0ff1-ce00-000000000000"] = "Microsoft Office 365 Portal",
        ["de8bc8b5-d9f9-48b1-a8ad-b748da725064"] = "Graph Explorer",
        ["14d82eec-204b-4c2f-b7e8-296a70dab67e"] = "Microsoft Graph Command Line Tools",
        ["04b07795-8ddb-461a-bbee-02f9e1bf7b46"] = "Microsoft Azure CLI",
        ["1950a258-227b-4e31-a9cf-717495945fc2"] = "Microsoft Azure PowerShell",
    };

    /// <summary>The public name of an application id, or empty.</summary>
    public static string NameOf(string applicationId) => s_names.GetValueOrDefault(applicationId, string.Empty);
}
